namespace DsMip.Tunnel;

/// <summary>Takes complete frames out of the tunnel module. The span is valid during the call only.</summary>
public interface ITunnelOutput
{
    void Send(ReadOnlySpan<byte> frame);
}
