using System.Reflection;
using System.Text.RegularExpressions;
using Enrollment.Credentials.Badges;
using Enrollment.Data;
using Enrollment.Documents;
using Enrollment.Pipeline;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using FluentValidation;
using MediatR;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Architecture;

/// <summary>The arrows of the design. Each rule is a function that is also fed a deliberate breach.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed partial class ArchitectureTests
{
    static readonly Assembly core = typeof(EnrollmentRegistration).Assembly;
    static readonly Assembly storage = typeof(StorageRegistration).Assembly;
    static readonly Assembly documents = typeof(DocumentsRegistration).Assembly;
    static readonly Assembly credentials = typeof(OpenBadge).Assembly;

    static readonly string[] web = ["Microsoft.AspNetCore", "enrollment"];
    static readonly string[] engines = ["Microsoft.Data", "System.Data.SqlClient", "Npgsql", "Evolve", "SQLitePCLRaw"];
    static readonly string[] printing = ["HarfBuzzSharp", "QRCoder", "icu.net", "PdfPig"];
    static readonly string[] signing = ["NSec", "Enrollment.Credentials"];
    static readonly string[] sealing = ["System.Security.Cryptography.Pkcs", "Pkcs11Interop"];

    public static TheoryData<string> Projects => new("Core", "Storage", "Documents", "Credentials");

    static (Assembly Assembly, string[] Forbidden) Of(string project) =>
        project switch
        {
            "Core" => (
                core,
                [.. web, .. engines, .. printing, .. signing, .. sealing, "Enrollment.Storage", "Enrollment.Documents"]
            ),
            "Storage" => (storage, [.. web, .. printing, .. signing, .. sealing, "Enrollment.Documents"]),
            "Documents" => (documents, [.. web, .. engines, .. signing, "Enrollment.Storage"]),
            _ => (
                credentials,
                [.. web, .. engines, .. printing, .. sealing, "Enrollment.Storage", "Enrollment.Documents"]
            ),
        };

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_along_the_arrows(string project)
    {
        var (assembly, forbidden) = Of(project);
        Referred(assembly, forbidden).ShouldBeEmpty();
    }

    [Fact]
    public void A_reference_against_the_arrows_is_caught() =>
        Referred(typeof(ArchitectureTests).Assembly, ["Enrollment.Storage"]).ShouldBe(["Enrollment.Storage"]);

    [Fact]
    public void The_storage_does_use_an_engine_so_the_names_are_right() =>
        Referred(storage, engines).ShouldContain("Microsoft.Data.Sqlite");

    [Fact]
    public void The_documents_do_use_what_seals_them_so_the_names_are_right() =>
        Referred(documents, sealing).ShouldBe(sealing, ignoreOrder: true);

    [Fact]
    public void No_handler_sends_requests() => HandlersThatSend(core.GetTypes()).ShouldBeEmpty();

    [Fact]
    public void A_handler_that_sends_requests_is_caught() =>
        HandlersThatSend(typeof(Breach).GetNestedTypes(BindingFlags.NonPublic))
            .ShouldBe([nameof(Breach.HandlerThatSends)]);

    [Fact]
    public void No_validator_reads_the_database() => ValidatorsThatRead(core.GetTypes()).ShouldBeEmpty();

    [Fact]
    public void A_validator_that_reads_the_database_is_caught() =>
        ValidatorsThatRead(typeof(Breach).GetNestedTypes(BindingFlags.NonPublic))
            .ShouldBe([nameof(Breach.ValidatorThatReads)]);

    [Fact]
    public void Every_request_declares_a_permission() => WithoutPermission(core.GetTypes()).ShouldBeEmpty();

    [Fact]
    public void A_request_without_a_permission_is_caught() =>
        WithoutPermission(typeof(Breach).GetNestedTypes(BindingFlags.NonPublic))
            .ShouldBe([nameof(Breach.RequestWithoutPermission)]);

    [Fact]
    public void Every_request_has_one_handler_and_every_command_with_text_a_validator()
    {
        var requests = Requests(core.GetTypes()).ToList();
        requests.Count.ShouldBeGreaterThan(40);
        foreach (var request in requests)
        {
            var handlers = core.GetTypes()
                .Where(type =>
                    type.GetInterfaces()
                        .Any(i =>
                            i.IsGenericType
                            && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)
                            && i.GetGenericArguments()[0] == request
                        )
                );
            handlers.ShouldHaveSingleItem(request.Name);
        }
    }

    [Fact]
    public void A_features_statements_write_only_its_own_tables()
    {
        Statements.All.SelectMany(s => Ownership.Breaches(s.Feature, s.Sql.Text)).ShouldBeEmpty();
        Ownership.Unowned(Statements.All.Select(s => s.Sql.Text)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Admissions", "UPDATE Enrollments SET State = 'Active' WHERE Id = @Id")]
    [InlineData("Certificates", "INSERT INTO BoardDecisions (Id) VALUES (@Id)")]
    [InlineData("People", "DELETE FROM Applications WHERE PersonId = @Id")]
    [InlineData("People", "delete\n  from applications")]
    public void A_statement_that_writes_another_features_table_is_caught(string feature, string text) =>
        Ownership.Breaches(feature, text).ShouldHaveSingleItem();

    [Fact]
    public void A_statement_that_reads_another_features_table_is_fine() =>
        Ownership
            .Breaches("People", "UPDATE People SET Email = (SELECT Code FROM Centers) WHERE Id = @Id")
            .ShouldBeEmpty();

    [Fact]
    public void Every_feature_of_the_core_writes_its_tables_by_a_name_that_the_schema_has()
    {
        var scripts = Directory
            .EnumerateFiles(Migrations(), "*.sql", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .ToList();
        var schema = scripts
            .SelectMany(script => CreatedTable().Matches(script))
            .Select(m => m.Groups[1].Value)
            .ToList();
        // One that was made anew was created twice.
        foreach (var gone in scripts.SelectMany(script => DroppedTable().Matches(script)))
            schema.Remove(gone.Groups[1].Value);
        schema.Count.ShouldBeGreaterThan(15);
        Ownership.Tables.ShouldBe(schema, ignoreOrder: true);
    }

    [Fact]
    public void The_time_and_new_ids_are_handed_in()
    {
        var files = Directory
            .EnumerateFiles(Path.Combine(Repository(), "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .ToList();
        files.Count.ShouldBeGreaterThan(100);
        files.SelectMany(path => Ambient(path, File.ReadAllText(path))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("var now = DateTime.UtcNow;")]
    [InlineData("var now = DateTime.Now;")]
    [InlineData("var now = DateTimeOffset.UtcNow;")]
    [InlineData("var today = DateTime.Today;")]
    [InlineData("var id = Guid.NewGuid();")]
    public void Ambient_time_and_ids_are_caught(string line) => Ambient("x.cs", line).ShouldHaveSingleItem();

    [Fact]
    public void A_comment_may_name_them() => Ambient("x.cs", "// Not Guid.NewGuid(): ids rise.").ShouldBeEmpty();

    static IEnumerable<string> Referred(Assembly assembly, IEnumerable<string> forbidden) =>
        assembly
            .GetReferencedAssemblies()
            .Select(name => name.Name!)
            .Where(name =>
                forbidden.Any(f => name == f || name.StartsWith(f + ".", StringComparison.Ordinal))
                && name != "Enrollment.Core"
            );

    static IEnumerable<string> HandlersThatSend(IEnumerable<Type> types) =>
        types
            .Where(type => Implements(type, typeof(IRequestHandler<,>)))
            .Where(type => Takes(type, typeof(IMediator)))
            .Select(type => type.Name);

    static IEnumerable<string> ValidatorsThatRead(IEnumerable<Type> types) =>
        types
            .Where(type => Implements(type, typeof(IValidator<>)))
            .Where(type => Takes(type, typeof(Db), typeof(IDatabaseEngine), typeof(IUnitOfWork)))
            .Select(type => type.Name);

    static IEnumerable<string> WithoutPermission(IEnumerable<Type> types) =>
        Requests(types)
            .Where(type => type.GetCustomAttribute<RequiresAttribute>(inherit: false) is null)
            .Select(type => type.Name);

    internal static IEnumerable<Type> Requests(IEnumerable<Type> types) =>
        types.Where(type => type.IsClass && !type.IsAbstract && typeof(IUseCase).IsAssignableFrom(type));

    static bool Implements(Type type, Type contract) =>
        !type.IsAbstract && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == contract);

    static bool Takes(Type type, params Type[] unwanted) =>
        type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .SelectMany(constructor => constructor.GetParameters())
            .Any(parameter => unwanted.Contains(parameter.ParameterType));

    static IEnumerable<string> Ambient(string path, string text) =>
        text.Split('\n')
            .Select(line => LineComment().Replace(line, ""))
            .Where(line => AmbientSource().IsMatch(line))
            .Select(line => $"{path}: {line.Trim()}");

    /// <summary>Where the sources are, seen from this file.</summary>
    internal static string Repository([System.Runtime.CompilerServices.CallerFilePath] string path = "")
    {
        // A deterministic build may shorten the path of the file; the output folder always lies within the repository.
        var folder = File.Exists(path) ? Path.GetDirectoryName(path) : AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Enrollment.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The sources of this program aren't here.");
    }

    static string Migrations() => Path.Combine(AppContext.BaseDirectory, "migrations");

    [GeneratedRegex(@"//.*$")]
    private static partial Regex LineComment();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b|\bGuid\.NewGuid\b")]
    private static partial Regex AmbientSource();

    [GeneratedRegex(@"^DROP TABLE (\w+);", RegexOptions.Multiline)]
    private static partial Regex DroppedTable();

    [GeneratedRegex(@"^CREATE TABLE (\w+)", RegexOptions.Multiline)]
    private static partial Regex CreatedTable();
}
