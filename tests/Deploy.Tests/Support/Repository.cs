using System.Runtime.CompilerServices;

namespace DsMip.Deploy.Tests.Support;

/// <summary>The source tree these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Chart { get; } = Path.Combine(Root, "deploy", "helm", "dsmip");

    /// <summary>Names of the files of values that the chart shows, without extension.</summary>
    public static IEnumerable<string> Examples { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Chart, "examples"), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var directory = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "DsMip.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("DsMip.sln is in none of the folders above this test");
    }
}
