"""What a reviewer does to a workbook in LibreOffice: fill in some rows of Review, sort them the other way round, take a column away,
put one in, hide one, rename the sheet, add one, and save. LibreOffice is driven through UNO, its own interface for programs.

Usage: edit.py FROM TO PROFILE "row id" column text ...

PROFILE is a folder for the settings of the LibreOffice that is started, so that it meddles with no other.
"""

import os
import pathlib
import signal
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table import TableSortField


def value(name, what):
    return PropertyValue(Name=name, Value=what)


def url(name):
    return pathlib.Path(name).resolve().as_uri()


def connect(pipe, office):
    """Returns the desktop of the LibreOffice that was started; its first start takes seconds."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            if office.poll() is not None:
                break
            time.sleep(0.25)
    raise SystemExit("LibreOffice does not answer")


def edit(book, entries):
    sheet = book.Sheets.getByName("Review")
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last_column, last_row = cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow
    cells = sheet.getCellRangeByPosition(0, 0, last_column, last_row).getDataArray()
    head = next(i for i, row in enumerate(cells) if "Row id" in row)
    columns = {name: i for i, name in enumerate(cells[head])}

    for key, column, text in zip(entries[::3], entries[1::3], entries[2::3]):
        found = [i for i, row in enumerate(cells) if i > head and row[columns["Row id"]] == key]
        assert len(found) == 1, key
        sheet.getCellByPosition(columns[column], found[0]).setString(text)

    field = TableSortField()
    field.Field, field.IsAscending = columns["Old title"], False
    sheet.getCellRangeByPosition(0, head + 1, last_column, last_row).sort(
        (value("SortFields", uno.Any("[]com.sun.star.table.TableSortField", (field,))), value("ContainsHeader", False))
    )
    titles = [row[columns["Old title"]] for row in sheet.getCellRangeByPosition(0, head + 1, last_column, last_row).getDataArray()]
    assert titles[0] > titles[-1], "nothing was sorted"

    sheet.Columns.getByIndex(columns["Why"]).IsVisible = False
    sheet.Columns.removeByIndex(columns["Evidence"], 1)
    sheet.Columns.insertByIndex(0, 1)
    sheet.setName("Done by Anna")
    book.Sheets.insertNewByName("Notes", 0)
    book.Sheets.getByName("Notes").getCellByPosition(0, 0).setString("accepted means accepted")


source, target, profile, *entries = sys.argv[1:]
pipe = f"pocomigrate-{os.getpid()}"
office = subprocess.Popen(
    ["soffice", f"-env:UserInstallation={url(profile)}", "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"],
    start_new_session=True,  # soffice is a script, and what it starts must end with it
)
try:
    desktop = connect(pipe, office)
    book = desktop.loadComponentFromURL(url(source), "_blank", 0, (value("Hidden", True),))
    edit(book, entries)
    book.storeToURL(url(target), (value("FilterName", "Calc MS Excel 2007 XML"),))
    book.close(True)
    try:
        desktop.terminate()
    except Exception:  # it may be gone before it can answer
        pass
    office.wait(60)
finally:
    try:
        os.killpg(office.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
