namespace DsMip.MobileNode.Datapath;

/// <summary>Sequence numbers of the kernel's signalling SAs, where somebody has to remember them.</summary>
internal interface IEspNumbers
{
    /// <summary>The next one of the outbound SA; null: nobody has to remember it.</summary>
    /// <exception cref="DsMip.Linux.LinuxException">The kernel does not tell now.</exception>
    ulong? Next { get; }

    /// <summary>The highest one that the inbound SA has accepted; 0: nobody has to remember it, or the kernel does not tell now.</summary>
    ulong HighestAccepted { get; }
}
