using System.ComponentModel;
using System.Diagnostics;

namespace DsMip.Linux;

/// <summary>Runs <c>nft -f -</c> in the calling thread's network namespace.</summary>
internal static class NftProgram
{
    private static readonly string[] SystemDirectories = ["/usr/sbin", "/sbin", "/usr/local/sbin"];

    internal static void Run(string ruleset, string operation) => Run(Locate(), ruleset, operation);

    internal static void Run(string program, string ruleset, string operation)
    {
        using var process = Start(program, operation);
        process.StandardInput.Write(ruleset);
        process.StandardInput.Close();
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw Refusal(operation, complaint);
    }

    private static Process Start(string program, string operation)
    {
        var start = new ProcessStartInfo(program, ["-f", "-"]) { RedirectStandardInput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new LinuxException(operation, (Errno)e.NativeErrorCode, "the nft program is needed: install the package nftables");
        }
    }

    /// <summary>Services often run without the sbin directories in PATH.</summary>
    private static string Locate()
    {
        foreach (var directory in SystemDirectories)
            if (Path.Combine(directory, "nft") is var program && File.Exists(program)) return program;
        return "nft";
    }

    private static LinuxException Refusal(string operation, string complaint) =>
        complaint.Contains("not permitted", StringComparison.Ordinal)
            ? new LinuxException(operation, Errno.EPERM)
            : new LinuxException(operation, Errno.EINVAL, "nft says: " + complaint.ReplaceLineEndings(" ").Trim());
}
