using System.Runtime.InteropServices;

namespace DsMip.Linux.Netlink.Xfrm;

// linux/xfrm.h. Host byte order but for addresses, ports and SPIs. Gaps that the kernel compares with memcmp are fields here.

/// <summary>struct xfrm_selector. Ports in network byte order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WireSelector
{
    public XfrmAddress Destination, Source;
    public ushort DestinationPort, DestinationPortMask, SourcePort, SourcePortMask, Family;
    public byte DestinationLength, SourceLength, Protocol;
    public byte Gap1;
    public ushort Gap2;
    public int InterfaceIndex;
    public uint User;
}

/// <summary>struct xfrm_id. SPI in network byte order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WireId
{
    public XfrmAddress Destination;
    public uint Spi;
    public byte Protocol;
}

/// <summary>struct xfrm_lifetime_cfg.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WireLimits
{
    public ulong SoftBytes, HardBytes, SoftPackets, HardPackets;
    public ulong SoftSeconds, HardSeconds, SoftSecondsOfUse, HardSecondsOfUse;

    internal static WireLimits None => new()
    {
        SoftBytes = XfrmLimit.None, HardBytes = XfrmLimit.None, SoftPackets = XfrmLimit.None, HardPackets = XfrmLimit.None,
    };
}

/// <summary>struct xfrm_lifetime_cur.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WireUsage
{
    public ulong Bytes, Packets, AddTime, UseTime;
}

/// <summary>struct xfrm_usersa_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WireState
{
    public WireSelector Selector;
    public WireId Id;
    public XfrmAddress Source;
    public WireLimits Limits;
    public WireUsage Usage;
    public uint StatisticsWindow, StatisticsReplay, StatisticsIntegrity;
    public uint Sequence, Reqid;
    public ushort Family;
    public byte Mode, ReplayWindow, Flags;
}

/// <summary>struct xfrm_usersa_id. SPI in network byte order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WireStateId
{
    public XfrmAddress Destination;
    public uint Spi;
    public ushort Family;
    public byte Protocol;
}

/// <summary>struct xfrm_user_expire.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WireExpiry
{
    public WireState State;
    public byte Hard;
}

/// <summary>struct xfrm_userpolicy_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WirePolicy
{
    public WireSelector Selector;
    public WireLimits Limits;
    public WireUsage Usage;
    public uint Priority, Index;
    public byte Direction, Action, Flags, Share;
}

/// <summary>struct xfrm_userpolicy_id.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WirePolicyId
{
    public WireSelector Selector;
    public uint Index;
    public byte Direction;
}

/// <summary>struct xfrm_user_polexpire.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WirePolicyExpiry
{
    public WirePolicy Policy;
    public byte Hard;
}

/// <summary>struct xfrm_user_tmpl.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WireTemplate
{
    public WireId Id;
    public ushort Family, Gap;
    public XfrmAddress Source;
    public uint Reqid;
    public byte Mode, Share, Optional;
    public uint AuthAlgorithms, EncryptionAlgorithms, CompressionAlgorithms;
}

/// <summary>struct xfrm_user_acquire.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WireAcquire
{
    public WireId Id;
    public XfrmAddress Source;
    public WireSelector Selector;
    public WirePolicy Policy;
    public uint AuthAlgorithms, EncryptionAlgorithms, CompressionAlgorithms, Sequence;
}

/// <summary>struct xfrm_replay_state: the window in one word.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct WireReplay(uint OutboundLast, uint InboundHighest, uint Bitmap);

/// <summary>struct xfrm_replay_state_esn, without the bitmap behind it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct WireReplayEsn(
    uint BitmapWords, uint OutboundLast, uint InboundHighest, uint OutboundLastUpper, uint InboundHighestUpper, uint Window);

/// <summary>struct xfrm_aevent_id.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WireReplayId
{
    public WireStateId State;
    public XfrmAddress Source;
    public uint Flags, Reqid;
}

/// <summary>struct xfrm_user_migrate.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WireMigration
{
    public XfrmAddress OldDestination, OldSource, NewDestination, NewSource;
    public byte Protocol, Mode;
    public ushort Gap;
    public uint Reqid;
    public ushort OldFamily, NewFamily;
}

/// <summary>struct xfrm_user_kmaddress.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WireKeyManagerAddress
{
    public XfrmAddress Local, Remote;
    public uint Reserved;
    public ushort Family;
}
