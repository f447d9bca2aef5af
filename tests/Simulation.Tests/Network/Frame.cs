namespace DsMip.Simulation.Tests.Network;

/// <summary>Who put a frame on the wire. The nodes never see it; the reference model does.</summary>
internal enum Sender { MobileNode, HomeAgent, Correspondent, Attacker }

/// <summary>A complete IP packet on a wire. Its bytes are never changed: who changes a packet makes a new frame.</summary>
internal sealed record Frame(byte[] Bytes, Sender Sender)
{
    public override string ToString() => $"{Sender}: {FrameHeader.Source(Bytes)} > {FrameHeader.Destination(Bytes)}, {Bytes.Length} bytes";
}
