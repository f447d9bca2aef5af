using System.Net;
using DsMip.Configuration;

namespace DsMip.HomeAgent.Options;

/// <summary>The section <c>Admin</c>.</summary>
internal static class AdminReader
{
    private const int HashLength = 32, LongestName = 64, HighestRate = 100_000, LongestAudit = 36_500;

    /// <param name="hasApi">Otherwise only health and metrics are served.</param>
    /// <exception cref="ConfigurationException">A value is wrong, or others than this machine could use what nobody protects.</exception>
    public static AdminOptions Read(SettingsReader admin, bool hasApi)
    {
        var options = new AdminOptions(Address(admin, "Listen", "http://127.0.0.1:8191")!)
        {
            HealthListen = Address(admin, "HealthListen", null),
            Tls = ReadTls(admin.Section("Tls")),
            Tokens = [.. admin.Sections("Tokens").Select(ReadToken)],
            Oidc = ReadOidc(admin.Section("Oidc")),
            RequestsPerSecond = admin.Number("RequestsPerSecond", 100, 1, HighestRate),
            ChangesPerSecond = admin.Number("ChangesPerSecond", 20, 1, HighestRate),
            KeepAuditDays = admin.Number("KeepAuditDays", 0, 0, LongestAudit),
        };
        CheckListening(admin, options, hasApi);
        CheckHealth(admin, options);
        for (var i = 0; i < options.Tokens.Length; i++)
            if (options.Tokens.Take(i).Any(other => other.Name == options.Tokens[i].Name))
                throw new ConfigurationException(admin.Key($"Tokens:{i}:Name"), $"'{options.Tokens[i].Name}' is another token's name too");
        return options;
    }

    private static Uri? Address(SettingsReader admin, string name, string? otherwise)
    {
        if ((admin.Text(name) ?? otherwise) is not { } text) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.PathAndQuery == "/"
            ? uri
            : throw admin.Wrong(name, $"'{text}' is not an address such as http://127.0.0.1:8191");
    }

    private static void CheckListening(SettingsReader admin, AdminOptions options, bool hasApi)
    {
        if (options.Listen.Scheme == Uri.UriSchemeHttp)
        {
            if (hasApi && !IsLoopback(options.Listen))
                throw admin.Wrong("Listen", $"{options.Listen.OriginalString} is no loopback address: others are served by https only, with Admin:Tls:Certificate and Admin:Tls:PrivateKey");
            if (options.Tls is not null) throw admin.Wrong("Tls", $"is for https, and Admin:Listen is {options.Listen.OriginalString}");
            return;
        }
        if (options.Tls is null) throw admin.Wrong("Tls:Certificate", $"is required where Admin:Listen is {options.Listen.OriginalString}");
        if (hasApi && !IsLoopback(options.Listen) && options.IsOpen)
            throw admin.Wrong("Tokens", $"or Admin:Oidc is required where others can connect: Admin:Listen is {options.Listen.OriginalString}");
    }

    private static void CheckHealth(SettingsReader admin, AdminOptions options)
    {
        if (options.HealthListen is not { } health) return;
        if (health.Scheme != Uri.UriSchemeHttp) throw admin.Wrong("HealthListen", "is http: there is nothing to hide");
        if (health.Port == 0 || health.Port == options.Listen.Port) throw admin.Wrong("HealthListen", "needs a port of its own");
    }

    private static bool IsLoopback(Uri listen) =>
        listen.IdnHost == "localhost" || (IPAddress.TryParse(listen.IdnHost, out var address) && IPAddress.IsLoopback(address));

    private static AdminTlsOptions? ReadTls(SettingsReader tls) => (tls.Text("Certificate"), tls.Text("PrivateKey")) switch
    {
        (null, null) => null,
        ({ } certificate, { } key) => new AdminTlsOptions(certificate, key),
        (null, _) => throw tls.Wrong("Certificate", "is required with PrivateKey"),
        _ => throw tls.Wrong("PrivateKey", "is required with Certificate"),
    };

    private static AdminTokenOptions ReadToken(SettingsReader token)
    {
        var name = token.Text("Name") ?? throw token.Wrong("Name", "is required: it names the token in the audit log");
        if (name.Length > LongestName || name.Any(char.IsControl)) throw token.Wrong("Name", $"is not a name of 1 to {LongestName} characters");
        if (AuditedNames.AreOthers(name)) throw token.Wrong("Name", $"'{name}' could be taken for somebody without a token of the configuration: neither '{AuditedNames.Anybody}' nor '{AuditedNames.Oidc}...'");
        var hash = token.Text("Sha256") ?? throw token.Wrong("Sha256", "is required; dsmip token makes a token and its hash");
        if (hash.Length != 2 * HashLength || !hash.All(char.IsAsciiHexDigit)) throw token.Wrong("Sha256", $"is not {2 * HashLength} hexadecimal digits; dsmip token makes a token and its hash");
        return new AdminTokenOptions(name, [.. Convert.FromHexString(hash)], token.Choice("Scope", AdminScope.Read));
    }

    private static OidcOptions? ReadOidc(SettingsReader oidc)
    {
        var (authority, audience) = (oidc.Text("Authority"), oidc.Text("Audience"));
        var options = new OidcOptions(
            new Uri("https://unset.invalid"), audience ?? "", oidc.Text("ScopeClaim") ?? "scope", oidc.Text("ReadScope") ?? "dsmip.read", oidc.Text("WriteScope") ?? "dsmip.write");
        if (authority is null) return audience is null ? null : throw oidc.Wrong("Authority", "is required with Audience");
        if (audience is null) throw oidc.Wrong("Audience", "is required: tokens for others are not for us");
        return Uri.TryCreate(authority, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri)))
            ? options with { Authority = uri }
            : throw oidc.Wrong("Authority", $"'{authority}' is not an address such as https://login.example.org/realm");
    }
}
