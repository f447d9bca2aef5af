using System.Diagnostics;

namespace DsMip.Deploy.Tests.Support;

/// <summary>Prometheus' own tool for rules, as <c>make tools</c> installs it, or the one in the path.</summary>
internal static class Promtool
{
    private static readonly string Program = File.Exists(Installed) ? Installed : "promtool";

    private static string Installed => Path.Combine(Repository.Root, "artifacts", "tools", "promtool");

    /// <param name="arguments">Such as <c>check rules FILE</c>.</param>
    /// <returns>Null: it has nothing to object. Otherwise what it said.</returns>
    public static string? Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : output + error.Result;
    }
}
