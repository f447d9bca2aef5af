using System.Globalization;

namespace DsMip.Linux.Tests;

/// <summary>What C expressions are worth after including headers, by the compiler of this machine.</summary>
internal static class CHeader
{
    internal static string? SkipReason => Environment.GetEnvironmentVariable("CI") == "true" || File.Exists("/usr/bin/gcc") ? null : "needs gcc";

    internal static Dictionary<string, long> Evaluate(string[] headers, IReadOnlyCollection<string> expressions)
    {
        var directory = Directory.CreateTempSubdirectory("dsmip-headers-");
        try
        {
            var (source, program) = (Path.Combine(directory.FullName, "print.c"), Path.Combine(directory.FullName, "print"));
            File.WriteAllLines(source, Source(headers, expressions));
            Shell.Run("gcc", "-Wall", "-Werror", "-o", program, source);
            return Shell.Run(program).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
                .ToDictionary(fields => fields[0], fields => long.Parse(fields[1], CultureInfo.InvariantCulture));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Source(string[] headers, IReadOnlyCollection<string> expressions) =>
    [
        "#include <stddef.h>",
        "#include <stdio.h>",
        .. headers.Select(header => $"#include <{header}>"),
        "int main(void)",
        "{",
        .. expressions.Select(expression => $"    printf(\"{expression}\\t%lld\\n\", (long long)({expression}));"),
        "    return 0;",
        "}",
    ];
}
