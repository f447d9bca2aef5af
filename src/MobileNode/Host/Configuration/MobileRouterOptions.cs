using System.Collections.Immutable;
using DsMip.MobileNode.Core;

namespace DsMip.MobileNode.Configuration;

/// <summary>The node is a mobile router (RFC 3963).</summary>
/// <param name="Interfaces">Where its mobile network is; at least one.</param>
public sealed record MobileRouterOptions(MobileRouterSettings Settings, ImmutableArray<string> Interfaces);
