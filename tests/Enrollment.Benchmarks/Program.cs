using System.Globalization;
using Enrollment.Benchmarks;
using Enrollment.Web.Hosting;

// One line of JSON per figure. Ratios compare what ran in this same run, since the machine may be shared.
var directory = Directory.CreateTempSubdirectory("enrollment-bench-").FullName;
try
{
    switch (args)
    {
        case ["hand-written-sqlite", var file, var address]:
            await HandWrittenServer.RunAsync(new HandWrittenSqlite(file), address);
            return 0;
        case ["hand-written-postgresql", var connectionString, var address]:
            await HandWrittenServer.RunAsync(new HandWrittenPostgreSql(connectionString), address);
            return 0;
        case ["start", var program]:
            await StartBenchmark.RunAsync(program, directory);
            return 0;
        case ["engines", var program, var postgreSql]:
            await EngineBenchmark.RunAsync(program, postgreSql, directory);
            return 0;
        case ["admissions", var program, var postgreSql]:
            await AdmissionBenchmark.RunAsync(program, postgreSql, directory);
            return 0;
        case ["results", var program]:
            await ResultsBenchmark.RunAsync(program, directory);
            return 0;
        case ["certificates"]:
            await CertificateBenchmark.RunAsync(directory);
            return 0;
        case ["making"]:
            var making = EnrollmentHost.ForCommand(new Settings { DataDirectory = directory });
            MakingBenchmark.First(making);
            await MakingBenchmark.RunAsync(making);
            return 0;
        case ["issuing", var count]:
            await IssuingBenchmark.RunAsync(
                EnrollmentHost.ForCommand(new Settings { DataDirectory = directory }),
                int.Parse(count, CultureInfo.InvariantCulture)
            );
            return 0;
        case ["credentials"]:
            CredentialBenchmark.Run();
            return 0;
        case ["matching", .. var size]:
            await MatchingBenchmark.RunAsync(
                directory,
                size is [var people] ? int.Parse(people, CultureInfo.InvariantCulture) : 1_000_000
            );
            return 0;
        case ["tables", var program, .. var size]:
            await TableBenchmark.RunAsync(
                program,
                directory,
                size is [var rows] ? int.Parse(rows, CultureInfo.InvariantCulture) : 200_000
            );
            return 0;
        case ["import", var program, var source]:
            await ImportBenchmark.RunAsync(program, source, directory);
            return 0;
        default:
            await Console.Error.WriteLineAsync(
                "usage: start PROGRAM | engines PROGRAM POSTGRESQL | admissions PROGRAM POSTGRESQL | results PROGRAM | certificates | making | issuing COUNT | credentials | matching [PEOPLE] | tables PROGRAM [ROWS] | import PROGRAM DIR"
            );
            return 2;
    }
}
finally
{
    Directory.Delete(directory, recursive: true);
}
