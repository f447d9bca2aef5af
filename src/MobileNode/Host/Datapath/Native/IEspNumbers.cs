namespace DsMip.MobileNode.Datapath;

/// <summary>Sequence numbers of the kernel's signalling SAs, where somebody has to remember them.</summary>
internal interface IEspNumbers
{
    /// <summary>The next one of the outbound SA; null: nobody has to remember it.</summary>
    ulong? Next { get; }

    /// <summary>The highest one that the inbound SA has accepted; 0: nobody has to remember it.</summary>
    ulong HighestAccepted { get; }
}
