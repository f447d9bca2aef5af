using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using DsMip.Lab.Topology;
using DsMip.Simulation.Tests.Nodes;

namespace DsMip.Native.Tests.Requirements;

/// <summary>Somebody who sends frames for the home addresses of others from an address of its own. It has seen everything they sent.</summary>
internal sealed class CrowdForger(Random random) : IDisposable
{
    private static readonly Ipv4Address Own = Ipv4Address.Parse(AddressPlan.CorrespondentIpv4);
    private static readonly IPEndPoint Port4191 = new(IPAddress.Parse(AddressPlan.HomeAgentIpv4Address), Port.DsMip);

    private readonly Socket _socket = AddressPlan.Correspondent.Enter(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));

    /// <summary>
    /// A copy of an earlier Binding Update; the newest with a bit turned over and a number that nobody has used; noise under the right SPI; noise
    /// under another; a clear Binding Update. (A copy of the newest would be the Binding Update itself if it came first: RFC 5555 5.)
    /// </summary>
    public void Forge(CrowdMember victim)
    {
        var packet = (byte[])victim.Sent[^1].Clone();
        switch (random.Next(5))
        {
            case 0 when victim.Sent.Count > 1: packet = victim.Sent[random.Next(victim.Sent.Count - 1)]; break;
            case 1: Alter(packet); break;
            case 2: random.NextBytes(packet.AsSpan(MobilityPacket.HeaderLength + 4)); break;
            case 3: random.NextBytes(packet.AsSpan(MobilityPacket.HeaderLength)); break;
            default: packet = victim.Wanted(Own); break;
        }
        _socket.SendTo(packet, Port4191);
    }

    public void Dispose() => _socket.Dispose();

    private void Alter(byte[] packet)
    {
        var number = packet.AsSpan(MobilityPacket.HeaderLength + 4);
        BinaryPrimitives.WriteUInt32BigEndian(number, BinaryPrimitives.ReadUInt32BigEndian(number) + (uint)random.Next(1, 30));
        packet[random.Next(MobilityPacket.HeaderLength + 8, packet.Length)] ^= (byte)(1 << random.Next(8));
    }
}
