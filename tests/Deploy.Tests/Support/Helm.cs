using System.Diagnostics;

namespace DsMip.Deploy.Tests.Support;

/// <summary>Helm itself, as <c>make setup</c> installs it, or the one in the path. It talks to no cluster.</summary>
internal static class Helm
{
    private static readonly string Program = File.Exists(Installed) ? Installed : "helm";

    private static string Installed => Path.Combine(Repository.Root, "artifacts", "tools", "helm");

    /// <summary>Manifests of a release <c>trial</c> in the namespace <c>mobile</c>, for an example and changes to it.</summary>
    public static HelmResult Template(string? example, params string[] sets) =>
        Run(["template", "trial", Repository.Chart, "--namespace", "mobile", .. Values(example), .. sets.SelectMany(set => new[] { "--set-json", set })]);

    public static HelmResult Lint(string example) => Run(["lint", "--strict", Repository.Chart, .. Values(example)]);

    private static string[] Values(string? example) => example is null ? [] : ["--values", Path.Combine(Repository.Chart, "examples", example + ".yaml")];

    private static HelmResult Run(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new HelmResult(process.ExitCode, output, error.Result);
    }
}

internal sealed record HelmResult(int ExitCode, string Output, string Error)
{
    public string Succeeded() => ExitCode == 0 ? Output : throw new InvalidOperationException(Error + Output);
}
