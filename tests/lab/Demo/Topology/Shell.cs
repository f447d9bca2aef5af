using System.Diagnostics;
using System.Globalization;

namespace DsMip.Lab.Topology;

/// <summary>Short-lived programs of the system: run, wait, fail loudly.</summary>
public static class Shell
{
    public sealed record Result(int ExitCode, string Output, string Error);

    public static Result Try(string program, IEnumerable<string> arguments, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new LabException($"{program} did not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return new Result(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    public static string Run(string program, IEnumerable<string> arguments, string? input = null)
    {
        var result = Try(program, arguments, input);
        return result.ExitCode == 0
            ? result.Output
            : throw new LabException(string.Create(
                CultureInfo.InvariantCulture,
                $"{program} {string.Join(' ', arguments)} failed ({result.ExitCode}): {result.Error.Trim()}\n{input}"));
    }
}
