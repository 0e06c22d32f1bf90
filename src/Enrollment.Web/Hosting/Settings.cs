using System.Net;
using Enrollment.Accounts;
using Enrollment.Storage;
using Enrollment.Web.Mail;

namespace Enrollment.Web.Hosting;

/// <summary>
/// What an installation sets, in <c>appsettings.json</c>, environment variables (<c>Enrollment__DataDirectory</c>) or
/// arguments (<c>--Enrollment:DataDirectory=...</c>), under the key "Enrollment".
/// </summary>
public sealed class Settings
{
    /// <summary>Where the database and the files live; relative to the working directory.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>The engine that holds the register; the embedded one needs no setting.</summary>
    public DatabaseSettings Database { get; set; } = new();

    /// <summary>The secret that national numbers are sealed with.</summary>
    public IdentitySettings Identity { get; set; } = new();

    /// <summary>The keys that credentials are signed with.</summary>
    public IssuerSettings Issuer { get; set; } = new();

    /// <summary>The public address that certificates are verified at; printed on each, so choose it for good.</summary>
    public Uri PublicAddress
    {
        get;
        set => field = Plain(value);
    } = new("http://127.0.0.1:5080/");

    /// <summary>Lookups of verification codes that one network address may make in a minute, 1 to 10,000,000.</summary>
    public int VerificationsPerMinute { get; set; } = 600;

    /// <summary>
    /// Addresses of the proxies in front (such as 127.0.0.1), whose word is taken for who asks: without them all that come
    /// through a proxy count as one.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];

    /// <summary>
    /// For how many hours a wallet may collect a credential that a registrar offered to it, 1 to 720.
    /// </summary>
    public int WalletOfferHours { get; set; } = 72;

    /// <summary>
    /// The program that makes pictures of pages (poppler's pdftoppm), by name or path. Without it designs are looked at as
    /// PDF.
    /// </summary>
    public string PdfToPng { get; set; } = "pdftoppm";

    /// <summary>How often one token may try to check in within a minute, 1 to 10,000.</summary>
    public int CheckInsPerMinute { get; set; } = 10;

    /// <summary>The mail server for messages to applicants.</summary>
    public MailSettings Mail { get; set; } = new();

    /// <summary>What applicants hand in.</summary>
    public DocumentSettings Documents { get; set; } = new();

    /// <summary>
    /// How long each job waits after a run, by its name (<c>Enrollment:Jobs:send-messages=00:00:05</c>), 1 second to 24
    /// hours; 0 turns it off. What isn't named runs at its own interval.
    /// </summary>
    public Dictionary<string, TimeSpan> Jobs { get; init; } = new(StringComparer.Ordinal);

    /// <summary>How much one file of applications may bring.</summary>
    public ImportSettings Import { get; set; } = new();

    /// <summary>Access tokens and what each stands for. Empty: nobody can write.</summary>
    public IReadOnlyList<AccessToken> Tokens { get; set; } = [];

    // ASCII throughout: it is printed as a code, compared letter by letter and part of identifiers. With a slash at its end,
    // so that what follows doesn't take the place of its last part.
    static Uri Plain(Uri address) =>
        !address.IsAbsoluteUri || address.IdnHost.Length == 0
            ? address
            : new UriBuilder(address) { Host = address.IdnHost, Path = address.AbsolutePath.TrimEnd('/') + '/' }.Uri;

    internal void Check()
    {
        if (!PublicAddress.IsAbsoluteUri || PublicAddress.Scheme is not ("http" or "https"))
            throw new SettingsException("Enrollment:PublicAddress must be an absolute http or https address.");
        if (PublicAddress.Query.Length > 0 || PublicAddress.Fragment.Length > 0 || PublicAddress.UserInfo.Length > 0)
            throw new SettingsException("Enrollment:PublicAddress must have nothing but host, port and path.");
        if (VerificationsPerMinute is < 1 or > 10_000_000)
            throw new SettingsException("Enrollment:VerificationsPerMinute must lie between 1 and 10,000,000.");
        if (TrustedProxies.FirstOrDefault(proxy => !IPAddress.TryParse(proxy, out _)) is { } wrong)
            throw new SettingsException($"Enrollment:TrustedProxies has '{wrong}', which isn't an IP address.");
        if (CheckInsPerMinute is < 1 or > 10_000)
            throw new SettingsException("Enrollment:CheckInsPerMinute must lie between 1 and 10,000.");
        if (WalletOfferHours is < 1 or > 720)
            throw new SettingsException("Enrollment:WalletOfferHours must lie between 1 and 720.");
        if (string.IsNullOrWhiteSpace(DataDirectory))
            throw new SettingsException("Enrollment:DataDirectory must name a folder.");
        Database.Check();
        Issuer.Check();
        Mail.Check();
        Documents.Check();
        foreach (var (job, every) in Jobs)
        {
            if (every != TimeSpan.Zero && (every < TimeSpan.FromSeconds(1) || every > TimeSpan.FromDays(1)))
            {
                throw new SettingsException(
                    $"Enrollment:Jobs:{job} must lie between 00:00:01 and 1.00:00:00, or be 00:00:00 to turn the job off."
                );
            }
        }

        Import.Check();
        foreach (var token in Tokens)
        {
            if (token.Token.Length < 8)
                throw new SettingsException("Each of Enrollment:Tokens needs a Token of at least 8 characters.");
            if (token.Role == Role.Anonymous || !Enum.IsDefined(token.Role))
                throw new SettingsException($"The token of '{token.Name}' needs a Role: Student, Instructor ...");
            if (token.Role == Role.Student && token.PersonId is null)
                throw new SettingsException($"The student token of '{token.Name}' needs a PersonId.");
        }

        if (Tokens.DistinctBy(t => t.Token).Count() != Tokens.Count)
            throw new SettingsException("Two of Enrollment:Tokens are the same.");
    }
}

/// <summary>Which engine, and how it is reached.</summary>
public sealed class DatabaseSettings
{
    /// <summary>Sqlite (a file in the data directory), PostgreSql or SqlServer.</summary>
    public DatabaseEngine Engine { get; set; }

    /// <summary>
    /// For a server, in the words of its client library: <c>Host=...;Database=...;Username=...;Password=...</c> for
    /// PostgreSQL, <c>Server=...;Database=...;User ID=...;Password=...</c> for SQL Server. The connection is encrypted and
    /// the server's certificate verified unless it says otherwise.
    /// </summary>
    public string ConnectionString { get; set; } = "";

    internal void Check()
    {
        if (!Enum.IsDefined(Engine))
            throw new SettingsException("Enrollment:Database:Engine must be Sqlite, PostgreSql or SqlServer.");
        if (Engine == DatabaseEngine.Sqlite && ConnectionString.Length > 0)
        {
            throw new SettingsException(
                "Enrollment:Database:ConnectionString is for a server: name it with Enrollment:Database:Engine, "
                    + "PostgreSql or SqlServer. The embedded engine lives in Enrollment:DataDirectory."
            );
        }

        if (Engine != DatabaseEngine.Sqlite && string.IsNullOrWhiteSpace(ConnectionString))
            throw new SettingsException($"Enrollment:Database:ConnectionString is needed for the engine {Engine}.");
    }
}

/// <summary>What keeps national numbers unreadable at rest.</summary>
public sealed class IdentitySettings
{
    /// <summary>
    /// At least 32 random bytes in base64; empty: the file <c>identity-secret</c> in the data directory, made at the first
    /// start with access for its owner alone. To replace it, move the old one to <see cref="OldSecrets"/>.
    /// </summary>
    public string Secret { get; set; } = "";

    /// <summary>Secrets that numbers were sealed with before; needed as long as such numbers are there.</summary>
    public IReadOnlyList<string> OldSecrets { get; set; } = [];
}

/// <summary>A bearer token from the configuration, for trials and integrations until accounts are set up.</summary>
public sealed class AccessToken
{
    public string Token { get; set; } = "";
    public string Name { get; set; } = "";
    public Role Role { get; set; }

    /// <summary>The person that a student token belongs to.</summary>
    public Guid? PersonId { get; set; }
}

/// <summary>A setting that the program can't run with; its message names the setting and the way out.</summary>
public sealed class SettingsException : Exception
{
    public SettingsException() { }

    public SettingsException(string message)
        : base(message) { }

    public SettingsException(string message, Exception innerException)
        : base(message, innerException) { }
}
