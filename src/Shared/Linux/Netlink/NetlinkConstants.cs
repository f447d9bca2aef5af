namespace DsMip.Linux.Netlink;

/// <summary>What a netlink socket talks to.</summary>
internal static class NetlinkProtocol
{
    internal const int Route = 0, Xfrm = 6;
}

internal static class MessageType
{
    internal const ushort Error = 2, Done = 3;
    internal const ushort NewLink = 16, DeleteLink = 17, GetLink = 18, SetLink = 19;
    internal const ushort NewAddress = 20, DeleteAddress = 21, GetAddress = 22;
    internal const ushort NewRoute = 24, DeleteRoute = 25, GetRoute = 26;
    internal const ushort NewNeighbour = 28, DeleteNeighbour = 29, GetNeighbour = 30;
    internal const ushort NewRule = 32, DeleteRule = 33, GetRule = 34;
}

internal static class RequestFlag
{
    internal const ushort Request = 0x01, Acknowledge = 0x04, DumpInterrupted = 0x10;
    internal const ushort Dump = 0x300;
    internal const ushort Replace = 0x100, Exclusive = 0x200, Create = 0x400;

    /// <summary>In an answer: extended acknowledgement attributes follow.</summary>
    internal const ushort AcknowledgeAttributes = 0x200;
}

/// <summary>rtnetlink multicast groups.</summary>
internal static class Group
{
    internal const int Link = 1, Ipv4Address = 5, Ipv4Route = 7, Ipv4Rule = 8, Ipv6Address = 9, Ipv6Route = 11, Ipv6Rule = 19;
}

internal static class NetlinkOption
{
    internal const int AddMembership = 1, CapAcknowledgement = 10, ExtendedAcknowledgement = 11, StrictCheck = 12;
}

internal static class LinkAttribute
{
    internal const ushort Name = 3, Mtu = 4, LinkInformation = 18, Carrier = 33, CarrierDownCount = 48;
    internal const ushort InformationKind = 1;
    internal const uint Up = 0x1, Loopback = 0x8;
}

internal static class AddressAttribute
{
    internal const ushort Address = 1, Local = 2, Flags = 8;
}

internal static class RouteAttribute
{
    internal const ushort Destination = 1, OutputInterface = 4, Gateway = 5, Metric = 6, PreferredSource = 7, Multipath = 9;
    internal const ushort Table = 15, Via = 18;
    internal const uint Cloned = 0x200;
    internal const byte Dead = 0x01, LinkDown = 0x10;
    internal const byte ScopeUniverse = 0, ScopeLink = 253, ScopeHost = 254, ScopeNowhere = 255;
}

internal static class NeighbourAttribute
{
    internal const ushort Destination = 1, LinkAddress = 2;
}

internal static class RuleAttribute
{
    internal const ushort Destination = 1, Source = 2, InputInterface = 3, Priority = 6, Mark = 10, SuppressPrefixLength = 14, Table = 15, MarkMask = 16;
    internal const ushort OutputInterface = 17;
    internal const byte ToTable = 1;
    internal const uint Invert = 0x2;
}
