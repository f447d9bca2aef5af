using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace DsMip.HomeAgent.Dashboard;

/// <summary>The files of the dashboard, which are in this assembly: the page that is served is the one that was built with the API it talks to.</summary>
internal static class DashboardFiles
{
    private const string Prefix = "dashboard/";

    private static readonly ImmutableDictionary<string, string> Types = ImmutableDictionary.CreateRange<string, string>(
    [
        new(".html", "text/html; charset=utf-8"), new(".css", "text/css; charset=utf-8"), new(".js", "text/javascript; charset=utf-8"), new(".svg", "image/svg+xml"),
    ]);

    /// <summary>By path below <c>/dashboard/</c>.</summary>
    public static ImmutableSortedDictionary<string, DashboardFile> All { get; } = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToImmutableSortedDictionary(name => name[Prefix.Length..], Load, StringComparer.Ordinal);

    private static DashboardFile Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new DashboardFile(content, Types[Path.GetExtension(name)], new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\""));
    }
}

/// <param name="Tag">Of its content.</param>
internal sealed record DashboardFile(byte[] Content, string Type, EntityTagHeaderValue Tag);
