namespace DsMip.Wire.Icmp;

/// <summary>An ICMPv6 message of Mobile IPv6 (RFC 6275 6.5 to 6.8), without Type, Code 0 and Checksum.</summary>
public abstract record Icmpv6Message
{
    public abstract Icmpv6Type Type { get; }

    /// <summary>Bytes after the Checksum.</summary>
    public abstract int Length { get; }

    /// <summary>Writes exactly <see cref="Length"/> bytes.</summary>
    public abstract void WriteData(ref WireWriter writer);
}

/// <summary>The reading side of <see cref="Icmpv6Message"/>, one per message type.</summary>
public interface IIcmpv6Message<TSelf> where TSelf : Icmpv6Message, IIcmpv6Message<TSelf>
{
    /// <summary>Reads what follows the Checksum, to the reader's end. Never throws; false comes with a reason.</summary>
    static abstract bool TryRead(ref WireReader reader, out TSelf? message, out DropReason why);
}
