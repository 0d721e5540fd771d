"""What a reviewer does to a workbook: fill in some rows of Review, sort them the other way round, take a column away, put one in,
hide one, rename the sheet and add one. Usage: edit.py FROM TO "row id" column text ..."""

import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
sheet = book["Review"]
head = next(row for row in range(1, 100) if any(c.value == "Row id" for c in sheet[row]))
columns = {c.value: c.column - 1 for c in sheet[head]}
rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=head + 1, max_col=sheet.max_column)]

entries = sys.argv[3:]
for key, column, text in zip(entries[::3], entries[1::3], entries[2::3]):
    found = [row for row in rows if row[columns["Row id"]] == key]
    assert len(found) == 1, key
    found[0][columns[column]] = text

rows.sort(key=lambda row: str(row[columns["Old title"]]), reverse=True)
for i, row in enumerate(rows):
    for j, value in enumerate(row):
        sheet.cell(head + 1 + i, j + 1).value = value

sheet.column_dimensions[openpyxl.utils.get_column_letter(columns["Why"] + 1)].hidden = True
sheet.delete_cols(columns["Evidence"] + 1)
sheet.insert_cols(1)
sheet.title = "Done by Anna"
book.create_sheet("Notes", 0)["A1"] = "accepted means accepted"
book.save(sys.argv[2])
