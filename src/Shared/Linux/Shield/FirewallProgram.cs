using System.ComponentModel;
using System.Diagnostics;

namespace DsMip.Linux;

/// <summary>Runs a program of the packet filter in the calling thread's network namespace.</summary>
internal sealed record FirewallProgram(string Name, string Package)
{
    private static readonly string[] SystemDirectories = ["/usr/sbin", "/sbin", "/usr/local/sbin"];

    internal static FirewallProgram Nft { get; } = new("nft", "nftables");

    /// <param name="input">What it reads from standard input.</param>
    /// <exception cref="LinuxException">It is not there, or says no. ENOENT, EOPNOTSUPP, EPROTONOSUPPORT: it or the kernel lacks what this takes.</exception>
    internal void Run(string[] arguments, string input, string operation)
    {
        using var process = Start(arguments, operation);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw Refusal(operation, complaint);
    }

    /// <summary>True if it is there and ends well.</summary>
    internal bool TryRun(string[] arguments)
    {
        try
        {
            Run(arguments, "", "");
            return true;
        }
        catch (LinuxException)
        {
            return false;
        }
    }

    private Process Start(string[] arguments, string operation)
    {
        var start = new ProcessStartInfo(Locate(), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new LinuxException(operation, (Errno)e.NativeErrorCode, $"the program {Name} is needed: install the package {Package}");
        }
    }

    /// <summary>Services often run without the sbin directories in PATH.</summary>
    private string Locate()
    {
        foreach (var directory in SystemDirectories)
            if (Path.Combine(directory, Name) is var program && File.Exists(program)) return program;
        return Name;
    }

    private LinuxException Refusal(string operation, string complaint)
    {
        var errno = Classify(complaint);
        return errno == Errno.EPERM
            ? new LinuxException(operation, errno)
            : new LinuxException(operation, errno, $"{Name} says: {complaint.ReplaceLineEndings(" ").Trim()}");
    }

    private static Errno Classify(string complaint)
    {
        if (complaint.Contains("not permitted", StringComparison.Ordinal)) return Errno.EPERM;
        if (complaint.Contains("Permission denied", StringComparison.Ordinal)) return Errno.EPERM;
        if (complaint.Contains("Operation not supported", StringComparison.Ordinal)) return Errno.EOPNOTSUPP;
        if (complaint.Contains("Protocol not supported", StringComparison.Ordinal)) return Errno.EPROTONOSUPPORT;
        if (complaint.Contains("No such file", StringComparison.Ordinal)) return Errno.ENOENT;
        return complaint.Contains("does not exist", StringComparison.Ordinal) ? Errno.ENOENT : Errno.EINVAL;
    }
}
