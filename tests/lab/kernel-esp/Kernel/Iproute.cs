using System.Diagnostics;

namespace DsMip.KernelEsp.Lab;

/// <summary>The stock tool that configures the kernel's side.</summary>
internal static class Iproute
{
    /// <exception cref="InvalidOperationException">ip(8) refused; the message is what it said.</exception>
    public static void Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("ip", arguments) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {errors.Trim()}");
    }
}
