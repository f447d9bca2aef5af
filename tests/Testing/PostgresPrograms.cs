using System.Globalization;

namespace DsMip.Testing;

/// <summary>
/// PostgreSQL's programs as Debian installs them, run as somebody without privileges: the server refuses to run as root.
/// </summary>
internal static class PostgresPrograms
{
    private const string Root = "/usr/lib/postgresql";

    private static readonly Lazy<string> Newest = new(FindDirectory);

    /// <summary>Who owns data directories: null if we are not root, and it is us.</summary>
    public static string? Owner { get; } = !Environment.IsPrivilegedProcess ? null : Exists("postgres") ? "postgres" : "nobody";

    public static string Path(string program) => System.IO.Path.Combine(Newest.Value, program);

    /// <summary>The words of a command line that runs a program as <see cref="Owner"/>. It is replaced, not forked: the process id stays.</summary>
    public static string[] AsOwner(string program, params string[] arguments) => Owner is { } owner
        ? ["setpriv", $"--reuid={owner}", $"--regid={Shell.Run("id", "-g", owner).Trim()}", "--clear-groups", Path(program), .. arguments]
        : [Path(program), .. arguments];

    private static bool Exists(string user) =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith(user + ":", StringComparison.Ordinal));

    private static string FindDirectory()
    {
        var versions = Directory.Exists(Root) ? Directory.GetDirectories(Root) : [];
        return versions
            .Where(path => File.Exists(System.IO.Path.Combine(path, "bin", "postgres")))
            .OrderByDescending(path => int.TryParse(System.IO.Path.GetFileName(path), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(path => System.IO.Path.Combine(path, "bin"))
            .FirstOrDefault() ?? throw new InvalidOperationException($"no PostgreSQL server in {Root}: make setup");
    }
}
