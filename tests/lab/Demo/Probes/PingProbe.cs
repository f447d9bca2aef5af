using DsMip.Lab.Topology;

namespace DsMip.Lab.Probes;

/// <summary>The 10 ms ping from one namespace to an address, until disposed.</summary>
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
        return new PingProbe(NamespaceProcess.Start(from, [LabProgram.Path, "ping", destination], trace.Add), trace);
    }

    /// <summary>Ends the ping; the trace stays.</summary>
    public void Dispose() => _process.Dispose();
}
