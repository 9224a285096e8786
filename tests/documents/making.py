"""Files as people have them, and as those make them who mean harm."""

import io
import zipfile
from pathlib import Path

import docx
import pptx
from PIL import Image
from pptx.util import Inches
from pypdf import PdfReader, PdfWriter

LOCKED_DOCX = (Path(__file__).parent / "files" / "locked.docx").read_bytes()  # a small one, encrypted as Office does


def pdf(*pages: str) -> bytes:
    """Each page shows one line in Helvetica; without a line it is blank."""
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]
    font = "<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    for number, line in enumerate(pages):
        stream = f"BT /F 12 Tf 72 720 Td ({line}) Tj ET"
        at = f"/MediaBox [0 0 612 792] /Resources {font} /Contents {4 + 2 * number} 0 R"
        objects += [
            f"<< /Type /Page /Parent 2 0 R {at} >>",
            f"<< /Length {len(stream)} >> stream\n{stream}\nendstream",
        ]
    return _pdf_of(objects)


def _pdf_of(objects: list[str]) -> bytes:
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(places) + 1} /Root 1 0 R >>\n"
    return made + f"{end}startxref\n{len(made)}\n%%EOF".encode()


def locked_pdf(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Secret"))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def scanned_pdf() -> bytes:
    return picture("PDF")


def word() -> bytes:
    document = docx.Document()
    document.add_heading("On bees", 0)
    document.add_paragraph("They live in hives.")
    document.add_heading("Honey", 1)
    document.add_paragraph("It is sweet.")
    table = document.add_table(2, 2)
    for row, texts in zip(table.rows, (("Month", "Jars"), ("May", "12")), strict=True):
        row.cells[0].text, row.cells[1].text = texts
    document.add_paragraph("The end.")
    return _saved(document)


def slides() -> bytes:
    presentation = pptx.Presentation()
    for title, body, notes in (("Bees", "They dance", ""), ("Honey", "It is sweet", "Bring some to taste")):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, body
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    table = slide.shapes.add_table(1, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "May", "12 jars"
    return _saved(presentation)


def _saved(document: object) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def with_part(office: bytes, name: str, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same docx or pptx with one part more, or with another one of that name."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for file in old.infolist():
            if file.filename != name:
                new.writestr(file, old.read(file))
        new.writestr(name, content, method)
    return made.getvalue()


def paragraph(text: str) -> bytes:
    """The main part of a docx that has nothing else in it."""
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    within = f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"
    return f'<?xml version="1.0"?><w:document xmlns:w="{name}">{within}</w:document>'.encode()


def declares(office: bytes, name: str, size: int) -> bytes:
    """The same, but its list of contents lies about the size of that part, unpacked."""
    made = bytearray(office)
    at = made.rfind(name.encode()) - 46  # where the entry of the list begins: at the end of the file
    made[at + 24 : at + 28] = size.to_bytes(4, "little")
    return bytes(made)


def laughs() -> bytes:
    """XML of which each level is ten times the one before."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{levels}]><x>&l9;</x>'.encode()


def picture(format: str, size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    """The left half red, the right half blue."""
    drawn = Image.new("RGB", size, "red")
    drawn.paste("blue", (size[0] // 2, 0, *size))
    made = io.BytesIO()
    drawn.save(made, format, **more)
    return made.getvalue()
