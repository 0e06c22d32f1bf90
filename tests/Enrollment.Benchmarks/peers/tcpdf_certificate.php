<?php
// Draws the benchmark's certificate with TCPDF for some seconds and tells certificates per CPU-second and bytes each.
// Usage: tcpdf_certificate.php FONT_FOLDER SECONDS WORK_FOLDER. Typefaces are converted once, into WORK_FOLDER.

$work = rtrim($argv[3], '/') . '/';
define('K_PATH_FONTS', $work);
require 'tcpdf/tcpdf.php';

const URL = 'https://certificates.example.org/verify/7Q2M4X-9KDPTV-3HRB8C-W5YF0A';
const WIDTH = 841.89;
const HEIGHT = 595.276;

// It opens a typeface of its own before any other.
copy('/usr/share/php/tcpdf/fonts/helvetica.php', "{$work}helvetica.php");

// Waves above and below: less line work than the border that they stand for, and computed once.
$waves = [];
for ($strand = 0; $strand < 4; $strand++) {
    foreach ([38, HEIGHT - 38] as $axis) {
        $points = [];
        for ($step = 0; $step <= 160; $step++) {
            $points[] = 38 + $step * (WIDTH - 76) / 160;
            $points[] = $axis + 8.4 * sin(2 * M_PI * $step / 5 + 2 * M_PI * $strand / 4);
        }
        $waves[] = $points;
    }
}

$fonts = [];
foreach (['serif' => 'NotoSerif_500Medium', 'italic' => 'NotoSerif_400Regular_Italic', 'sans' => 'NotoSans_400Regular'] as $name => $file) {
    $fonts[$name] = TCPDF_FONTS::addTTFfont("{$argv[1]}/$file.ttf", 'TrueTypeUnicode', '', 32, $work);
}

function drawCertificate(array $fonts, array $waves, int $number): int
{
    $pdf = new TCPDF('L', 'pt', [WIDTH, HEIGHT]);
    $pdf->setPrintHeader(false);
    $pdf->setPrintFooter(false);
    $pdf->setAutoPageBreak(false);
    $pdf->setTitle('Certificate ALA-2026-000123');
    $pdf->AddPage();
    $pdf->setLineStyle(['width' => 0.32, 'color' => [27, 94, 102]]);
    foreach ($waves as $wave) {
        $pdf->PolyLine($wave, 'D');
    }
    $lines = [
        ['serif', 13.5, 490, 'Almaty Training Center'],
        ['serif', 40, 435, 'Certificate'],
        ['sans', 8.8, 415, 'Курсты аяқтағаны туралы сертификат    Сертификат об окончании курса'],
        ['italic', 11.5, 390, 'This is to certify that'],
        ['serif', 34, 345, 'Nurgul Abdrakhmanova ' . $number % 97],
        ['italic', 11.5, 315, 'has completed the course'],
        ['serif', 19, 285, 'Electric-Vehicle Technology'],
        ['italic', 11.5, 255, 'and was awarded a Distinction with a mark of 87.5 out of 100'],
        ['sans', 9.6, 220, 'EV-201    2 February 2026 to 19 June 2026    240    8    4'],
        ['serif', 8.8, 105, 'Aigerim Sadykova'],
        ['sans', 7.2, 94, 'Director'],
    ];
    foreach ($lines as [$font, $size, $y, $text]) {
        $pdf->setFont($fonts[$font], '', $size);
        $pdf->setXY(0, HEIGHT - $y - $size);
        $pdf->Cell(WIDTH, 0, $text, 0, 0, 'C');
    }
    $pdf->setFont($fonts['sans'], '', 7.8);
    foreach (['ALA-2026-000123', '2026/14', '24 June 2026', '29 June 2026', URL] as $row => $text) {
        $pdf->Text(72, HEIGHT - 157 + $row * 12.2, $text);
    }
    $side = 31 * 72 / 25.4;
    $pdf->write2DBarcode(URL, 'QRCODE,M', WIDTH - 72 - $side, HEIGHT - 67 - $side, $side, $side);
    return strlen($pdf->Output('', 'S'));
}

function cpuSeconds(): float
{
    $usage = getrusage();
    return $usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec'] + ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) / 1e6;
}

drawCertificate($fonts, $waves, 0);
[$started, $cpu, $count, $size] = [microtime(true), cpuSeconds(), 0, 0];
while (microtime(true) - $started < (float) $argv[2]) {
    $size += drawCertificate($fonts, $waves, $count++);
}
echo json_encode(['perCpuSecond' => $count / (cpuSeconds() - $cpu), 'bytesPerPdf' => intdiv($size, $count)]), "\n";
