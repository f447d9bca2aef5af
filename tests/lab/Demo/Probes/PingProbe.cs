using DsMip.Lab.Topology;

namespace DsMip.Lab.Probes;

/// <summary>The 10 ms ping (iputils, so not our own word for it) from one namespace to an address.</summary>
public sealed class PingProbe : IDisposable
{
    private readonly NamespaceProcess _process;

    private PingProbe(NamespaceProcess process, PingTrace trace)
    {
        _process = process;
        Trace = trace;
    }

    public PingTrace Trace { get; }

    public static PingProbe Start(NetworkNamespace from, string destination)
    {
        var trace = new PingTrace();
        return new PingProbe(NamespaceProcess.Start(from, ["ping", "-n", "-D", "-O", "-i", "0.01", destination], trace.Add), trace);
    }

    /// <summary>Ends the ping; the trace stays.</summary>
    public void Dispose() => _process.Dispose();
}
