namespace DsMip.MobileNode.Datapath;

/// <summary>By which way a packet leaves once it is past IPsec.</summary>
internal enum Departure : byte
{
    /// <summary>The tunnel in force.</summary>
    Tunnel,

    /// <summary>The path that was given to the last Binding Update (Req 3 of the draft).</summary>
    BindingUpdate,

    /// <summary>The tunnel in force, without outer headers: ESP in tunnel mode brought its own, in which the care-of address takes the home address' place.</summary>
    ProtectedPayload,

    /// <summary>Other ESP in transport mode to the home agent: with a Home Address option over IPv6 (RFC 6275 11.4.2), by the tunnel over IPv4.</summary>
    NativeSignalling,

    /// <summary>IKE over the home address: the tunnel in force, or without one the path of the last Binding Update.</summary>
    Ike,
}

/// <summary>Tells by which way a packet leaves. Used from the poller's thread.</summary>
internal interface IDepartures
{
    /// <summary>A Binding Update is about to be handed to IPsec.</summary>
    void Announce();

    /// <summary>Called once for each packet, in order.</summary>
    Departure Of(ReadOnlySpan<byte> packet);

    /// <summary>Is this the SPI of an SA in tunnel mode that our packets to the home agent leave by?</summary>
    bool Protects(uint spi);
}
