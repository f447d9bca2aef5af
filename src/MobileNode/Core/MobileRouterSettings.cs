using DsMip.Tunnel;

namespace DsMip.MobileNode.Core;

/// <summary>What makes a mobile node a mobile router (RFC 3963 5.2).</summary>
/// <param name="Networks">The prefixes of its mobile network.</param>
public sealed record MobileRouterSettings(MobileRouterMode Mode, MobileNetworks Networks);

/// <summary>How the home agent learns which prefixes to forward.</summary>
public enum MobileRouterMode
{
    /// <summary>It knows.</summary>
    Implicit,

    /// <summary>Every Binding Update names them.</summary>
    Explicit,
}
