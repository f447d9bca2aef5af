using DsMip.Lab.Topology;

namespace DsMip.Lab.Probes;

/// <summary>A checksummed transfer in both directions at once over one TCP connection, correspondent to mobile node.</summary>
public sealed class TransferProbe : IDisposable
{
    private readonly NamespaceProcess _server;
    private readonly NamespaceProcess _client;

    private TransferProbe(NamespaceProcess server, NamespaceProcess client, TransferTrace serverTrace, TransferTrace clientTrace)
    {
        _server = server;
        _client = client;
        Correspondent = serverTrace;
        MobileNode = clientTrace;
    }

    public TransferTrace Correspondent { get; }

    public TransferTrace MobileNode { get; }

    public static TransferProbe Start(NetworkNamespace correspondent, string serverAddress, NetworkNamespace mobileNode, string homeAddress, int port)
    {
        var (serverTrace, clientTrace) = (new TransferTrace(), new TransferTrace());
        var server = NamespaceProcess.Start(correspondent, [LabProgram.Path, "transfer-serve", serverAddress, $"{port}"], serverTrace.Add);
        Wait.Until(() => serverTrace.Noise.Contains("listening", StringComparison.Ordinal), TimeSpan.FromSeconds(60), "transfer server to listen");
        var client = NamespaceProcess.Start(mobileNode, [LabProgram.Path, "transfer-connect", homeAddress, serverAddress, $"{port}"], clientTrace.Add);
        return new TransferProbe(server, client, serverTrace, clientTrace);
    }

    /// <summary>Of the direction that paused longer.</summary>
    public TimeSpan LongestPause(double from, double to)
    {
        var (down, up) = (MobileNode.LongestPause(from, to), Correspondent.LongestPause(from, to));
        return down > up ? down : up;
    }

    /// <summary>Stops sending, lets both ends drain, and compares.</summary>
    public TransferVerdict Finish(TimeSpan patience)
    {
        if (!_client.HasExited)
        {
            _client.Tell("stop");
        }

        try
        {
            _client.WaitForExit(patience);
            _server.WaitForExit(patience);
        }
        catch (LabException e)
        {
            return new TransferVerdict(false, e.Message, 0);
        }

        return TransferVerdict.Of(Correspondent, MobileNode);
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }
}
