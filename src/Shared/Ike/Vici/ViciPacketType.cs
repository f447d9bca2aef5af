namespace DsMip.Ike.Vici;

/// <summary>The first byte of a packet on charon's socket.</summary>
public enum ViciPacketType : byte
{
    /// <summary>A named command, with a message.</summary>
    CommandRequest = 0,

    /// <summary>The answer to the oldest request that has none yet.</summary>
    CommandResponse = 1,
    CommandUnknown = 2,

    /// <summary>From now on, send events of this name.</summary>
    EventRegister = 3,
    EventUnregister = 4,
    EventConfirm = 5,
    EventUnknown = 6,

    /// <summary>A named event, with a message.</summary>
    Event = 7,
}
