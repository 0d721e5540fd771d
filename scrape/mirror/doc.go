// Package mirror reads folders into which a site was copied file by file: by wget -m, or by HTTrack.
//
// [Open] walks the folder once and works out the address of each file; a page is read when it is asked for. Nothing outside
// the folder can be reached, through links or otherwise, and what is no plain file is reported and not touched.
//
// A copy names its hosts with the folders at its top ("www.po.co"), below "http" or "https" where wget was told so, or is
// itself named for its one host. A copy without (wget -nH) needs [Options.Base]. What stands beside the host folders, such as
// logs, is no page; the folder into which a browser saves one page is no mirror.
//
// How a file is named depends on the options of the copy, and not every name says which: "f6.html" may have been f6 or
// f6.html. wget's own traces decide where there are any, then [Options.Knows], then the plain reading. In names,
//
//   - "index.html" stands for the folder;
//   - "?" begins the query, as does "@" (--restrict-file-names=windows) where an equals sign follows;
//   - "%3A" and the like are characters that wget did not write, and ":8080" or "+8080" behind a host is its port;
//   - ".html" may have been added (-E), and is dropped behind a query;
//   - "a/b" may have been "a//b", which file systems do not tell apart;
//   - "x.orig" is what was got before wget converted the links in x (-K), and is read in its place.
//
// Of HTTrack, hts-cache/new.txt says for each file what address, status, type and time it has, and which addresses gave none;
// without it, the comment that HTTrack leaves in pages gives address and time. The links in such pages lead from file to file.
//
// wget keeps neither status nor type: the status is 200, the type goes by the ending of the name and else by the first bytes.
// A file that begins with an HTTP head (--save-headers) is split, and its head believed. The time is that of the file, which
// wget sets to the Last-Modified that the shop gave, if any.
package mirror
