using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace DsMip.Wire.Tests.Oracles;

/// <summary>Runs a program that decodes or encodes independently of us: lines in, lines out.</summary>
internal static class OracleProgram
{
    /// <summary>The system's interpreter: distributions install scapy for it and not for others that may come first in the path.</summary>
    public static string Python { get; } = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private static readonly ConcurrentDictionary<string, string?> Reasons = new();

    /// <summary>Why the program cannot be used here; null if it can.</summary>
    public static string? Reason(string program, params string[] arguments) => Reasons.GetOrAdd(string.Join(' ', [program, .. arguments]), command =>
    {
        try
        {
            Run(program, arguments, []);
            return null;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return $"needs {command}: {e.Message}";
        }
    });

    /// <exception cref="InvalidOperationException">The program ended with an error.</exception>
    public static string[] Run(string program, IEnumerable<string> arguments, IEnumerable<string> input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        foreach (var line in input) process.StandardInput.WriteLine(line);
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors.Result}");
        return output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
