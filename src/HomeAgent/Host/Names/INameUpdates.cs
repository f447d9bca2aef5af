using DsMip.HomeAgent.Core.Names;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Names;

/// <summary>Where home addresses are put into the DNS.</summary>
public interface INameUpdates
{
    /// <summary>Ends within a bound, and never with an exception.</summary>
    Task<DnsUpdateStatus> UpdateAsync(NameUpdate update);
}
