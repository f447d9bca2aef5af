namespace DsMip.Wire.Neighbors;

/// <summary>ARP for IPv4 in an Ethernet frame (RFC 826).</summary>
/// <remarks>
/// <code>
/// Ethernet: Destination (6) | Source (6) | 0x0806 (2)
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     Hardware Type = 1         |    Protocol Type = 0x0800     |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Length = 6   |  Length = 4   |           Operation           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// Sender: link (6), IPv4 (4); Target: link (6), IPv4 (4)
/// </code>
/// </remarks>
/// <param name="LinkDestination">Of the frame.</param>
public readonly record struct ArpPacket(
    LinkAddress LinkDestination, ArpOperation Operation, LinkAddress SenderLink, Ipv4Address Sender, LinkAddress TargetLink, Ipv4Address Target)
{
    public const ushort EtherType = 0x0806;

    private const int Size = 42;
    private const ushort Ethernet = 1;
    private const uint Ipv4AndLengths = 0x0800_0604;

    /// <summary>Tells everybody where an address is: a request for it by its owner (RFC 5227 3).</summary>
    public static ArpPacket Gratuitous(Ipv4Address address, LinkAddress at) => new(LinkAddress.Broadcast, ArpOperation.Request, at, address, default, address);

    /// <summary>The answer that says that the address asked for is there.</summary>
    public ArpPacket ReplyWith(LinkAddress at) => new(SenderLink, ArpOperation.Reply, at, Target, SenderLink, Sender);

    public byte[] ToFrame()
    {
        var frame = new byte[Size];
        var writer = new WireWriter(frame);
        writer.WriteLink(LinkDestination);
        writer.WriteLink(SenderLink);
        writer.WriteUInt16(EtherType);
        writer.WriteUInt16(Ethernet);
        writer.WriteUInt32(Ipv4AndLengths);
        writer.WriteUInt16((ushort)Operation);
        writer.WriteLink(SenderLink);
        writer.WriteIpv4(Sender);
        writer.WriteLink(TargetLink);
        writer.WriteIpv4(Target);
        return frame;
    }

    public static bool TryRead(ReadOnlySpan<byte> frame, out ArpPacket packet, out DropReason why)
    {
        packet = default;
        why = DropReason.Truncated;
        if (frame.Length < Size) return false;
        var reader = new WireReader(frame[14..]);
        reader.TryReadUInt16(out var hardware);
        reader.TryReadUInt32(out var protocol);
        reader.TryReadUInt16(out var operation);
        why = DropReason.UnexpectedMessage;
        if (hardware != Ethernet || protocol != Ipv4AndLengths || operation is not ((ushort)ArpOperation.Request or (ushort)ArpOperation.Reply)) return false;
        why = DropReason.None;
        packet = new ArpPacket(
            LinkAddress.Read(frame), (ArpOperation)operation, LinkAddress.Read(frame[22..]), Ipv4Address.Read(frame[28..]), LinkAddress.Read(frame[32..]),
            Ipv4Address.Read(frame[38..]));
        return true;
    }
}

/// <summary>The field of the same name.</summary>
public enum ArpOperation : ushort
{
    Request = 1,
    Reply = 2,
}
