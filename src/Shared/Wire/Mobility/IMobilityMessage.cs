namespace DsMip.Wire.Mobility;

/// <summary>A message of the Mobility Header (RFC 6275 6.1): its Message Data and options, without the six bytes that all types share.</summary>
public interface IMobilityMessage
{
    MobilityHeaderType Type { get; }

    MobilityOptions Options { get; }

    /// <summary>Bytes that hold what <see cref="WriteData"/> writes: 32 are more than the 18 of HoT and BE.</summary>
    int MostData => 32;

    /// <summary>Writes the Message Data that precedes the options: everything after the Checksum field.</summary>
    void WriteData(ref WireWriter writer);
}

/// <summary>The reading side of <see cref="IMobilityMessage"/>, one per message type.</summary>
public interface IMobilityMessage<TSelf> : IMobilityMessage where TSelf : class, IMobilityMessage<TSelf>
{
    /// <summary>Reads Message Data and options from the reader's position to its end. Never throws; false comes with a reason.</summary>
    static abstract bool TryRead(ref WireReader reader, out TSelf? message, out DropReason why);
}
