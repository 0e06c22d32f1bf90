using Enrollment.Benchmarks;

// One line of JSON per figure. Ratios compare what ran in this same run, since the machine may be shared.
var directory = Directory.CreateTempSubdirectory("enrollment-bench-").FullName;
try
{
    switch (args)
    {
        case ["hand-written", var data, var address]:
            await HandWrittenServer.RunAsync(data, address);
            return 0;
        case ["start", var program]:
            await StartBenchmark.RunAsync(program, directory);
            return 0;
        case ["http", var program]:
            await HttpBenchmark.RunAsync(program, directory);
            return 0;
        case ["certificates"]:
            await CertificateBenchmark.RunAsync(directory);
            return 0;
        case ["import", var program, var source]:
            await ImportBenchmark.RunAsync(program, source, directory);
            return 0;
        default:
            await Console.Error.WriteLineAsync(
                "usage: start PROGRAM | http PROGRAM | certificates | import PROGRAM DIR"
            );
            return 2;
    }
}
finally
{
    Directory.Delete(directory, recursive: true);
}
