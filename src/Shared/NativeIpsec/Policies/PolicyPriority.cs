namespace DsMip.NativeIpsec;

/// <summary>The order of the entries; the lowest number that matches is taken.</summary>
internal static class PolicyPriority
{
    internal const uint Signalling = 419100;
    internal const uint AnySignalling = 419101;
    internal const uint ReturnRoutability = 419110;
    internal const uint AnyReturnRoutability = 419111;
    internal const uint PrefixDiscovery = 419120;
    internal const uint NeighborDiscovery = 419125;
    internal const uint Itself = 419130;
    internal const uint Payload = 419140;

    /// <summary>Nobody else uses these numbers: strongSwan's are below 400000, <c>ip xfrm</c>'s is 0.</summary>
    internal static bool IsOurs(uint priority) => priority is >= Signalling and < Signalling + 100;
}
