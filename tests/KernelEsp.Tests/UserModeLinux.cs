using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DsMip.KernelEsp.Tests;

/// <summary>Boots User-Mode Linux by tests/lab/uml/run-in-uml.sh.</summary>
internal static class UserModeLinux
{
    private const string Kernel = "/usr/bin/linux.uml";

    /// <summary>Why it cannot run here; null if it can. Never a reason where CI=true: there a missing kernel is a failure.</summary>
    public static string? SkipReason { get; } =
        Environment.GetEnvironmentVariable("CI") == "true" || File.Exists(Kernel)
            ? null
            : $"{Kernel} is missing (Debian package user-mode-linux)";

    /// <summary>Runs a program to its end and answers its exit code and what it printed.</summary>
    public static (int ExitCode, string Output) Run(string memory, params string[] command)
    {
        var start = new ProcessStartInfo(Script(), [memory, .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["UML_TIMEOUT"] = "900";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }

    private static string Script([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../lab/uml/run-in-uml.sh"));
}
