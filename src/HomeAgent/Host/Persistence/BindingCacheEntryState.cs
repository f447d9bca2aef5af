using DsMip.HomeAgent.Core;
using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>The event: the whole state of one mobile node after a change. The newest one replaces all before it.</summary>
/// <param name="Entry">Null: no binding; only the ESP counters are worth keeping.</param>
public sealed record BindingCacheEntryState(Ipv6Address HomeAddress, BindingCacheEntry? Entry, EspState Esp);
