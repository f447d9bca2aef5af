using DsMip.Lab.Topology;

namespace DsMip.Lab.Probes;

/// <summary>tcpdump on one link of the lab, into a file for tshark.</summary>
public sealed class Capture : IDisposable
{
    private readonly NamespaceProcess _process;

    private Capture(NamespaceProcess process, string file)
    {
        _process = process;
        File = file;
    }

    public string File { get; }

    /// <param name="bytes">Of each packet, at most; 0: all. The fewer, the more packets of a burst wait for a slow machine without being lost.</param>
    public static Capture Start(NetworkNamespace space, string link, string file, string filter = "", int bytes = 0)
    {
        var listening = false;
        string[] command = ["tcpdump", "-i", link, "-n", "-U", "--immediate-mode", "-B", "8192", "-s", $"{bytes}", "-Z", "root", "-w", file, filter];
        var process = NamespaceProcess.Start(space, command, line => listening |= line.Contains("listening on", StringComparison.Ordinal));
        Wait.Until(() => Volatile.Read(ref listening), TimeSpan.FromSeconds(60), $"tcpdump on {link} of {space.Name}");
        return new Capture(process, file);
    }

    /// <summary>Ends the capture with everything written.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            // SIGINT ends it at once, with what it has not yet read from the kernel.
            Thread.Sleep(200);
            _process.Interrupt();
        }

        _process.Dispose();
    }
}
