"""Draws the benchmark's certificate with ReportLab for some seconds and tells certificates per CPU-second and bytes each.

Usage: reportlab_certificate.py FONT_FOLDER SECONDS. What can be made once for all documents (typefaces) is made once.
"""

import io
import json
import math
import os
import sys
import time

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.graphics import renderPDF
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 841.89, 595.276
URL = "https://certificates.example.org/verify/7Q2M4X-9KDPTV-3HRB8C-W5YF0A"


def register(folder):
    for name, file in (
        ("Serif", "NotoSerif_500Medium.ttf"),
        ("Italic", "NotoSerif_400Regular_Italic.ttf"),
        ("Sans", "NotoSans_400Regular.ttf"),
    ):
        pdfmetrics.registerFont(TTFont(name, os.path.join(folder, file)))


# Waves above and below: less line work than the border that they stand for, and computed once.
WAVES = [
    [
        (38 + step * (WIDTH - 76) / 160, axis + 8.4 * math.sin(2 * math.pi * step / 5 + 2 * math.pi * strand / 4))
        for step in range(161)
    ]
    for strand in range(4)
    for axis in (38, HEIGHT - 38)
]


def border(canvas):
    canvas.beginForm("border")
    canvas.setStrokeColorRGB(0.106, 0.369, 0.4)
    canvas.setLineWidth(0.32)
    for wave in WAVES:
        path = canvas.beginPath()
        path.moveTo(*wave[0])
        for x, y in wave[1:]:
            path.lineTo(x, y)
        canvas.drawPath(path)
    canvas.endForm()


def draw(number):
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(WIDTH, HEIGHT), pageCompression=1)
    canvas.setTitle("Certificate ALA-2026-000123")
    border(canvas)
    canvas.doForm("border")
    for font, size, y, text in (
        ("Serif", 13.5, 490, "Almaty Training Center"),
        ("Serif", 40, 435, "Certificate"),
        ("Sans", 8.8, 415, "Курсты аяқтағаны туралы сертификат    Сертификат об окончании курса"),
        ("Italic", 11.5, 390, "This is to certify that"),
        ("Serif", 34, 345, f"Nurgul Abdrakhmanova {number % 97}"),
        ("Italic", 11.5, 315, "has completed the course"),
        ("Serif", 19, 285, "Electric-Vehicle Technology"),
        ("Italic", 11.5, 255, "and was awarded a Distinction with a mark of 87.5 out of 100"),
        ("Sans", 9.6, 220, "EV-201    2 February 2026 to 19 June 2026    240    8    4"),
        ("Serif", 8.8, 105, "Aigerim Sadykova"),
        ("Sans", 7.2, 94, "Director"),
    ):
        canvas.setFont(font, size)
        canvas.drawCentredString(WIDTH / 2, y, text)
    canvas.setFont("Sans", 7.8)
    for row, text in enumerate(("ALA-2026-000123", "2026/14", "24 June 2026", "29 June 2026", URL)):
        canvas.drawString(72, 149 - row * 12.2, text)
    code = QrCodeWidget(URL, barLevel="M")
    left, bottom, right, top = code.getBounds()
    side = 31 * 72 / 25.4
    drawing = Drawing(side, side, transform=[side / (right - left), 0, 0, side / (top - bottom), 0, 0])
    drawing.add(code)
    renderPDF.draw(drawing, canvas, WIDTH - 72 - side, 67)
    canvas.showPage()
    canvas.save()
    return len(target.getvalue())


def main():
    register(sys.argv[1])
    draw(0)
    started, cpu, count, size = time.monotonic(), time.process_time(), 0, 0
    while time.monotonic() - started < float(sys.argv[2]):
        size += draw(count)
        count += 1
    print(json.dumps({"perCpuSecond": count / (time.process_time() - cpu), "bytesPerPdf": size // count}))


main()
