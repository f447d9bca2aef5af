using DsMip.Wire;

namespace DsMip.MobileNode.Configuration;

/// <summary>A home address to turn to: an element of <c>OtherHomeAddresses</c>.</summary>
/// <param name="Ipv4HomeAddress">That goes with it; null: none but a dynamic one.</param>
/// <param name="Keys">Of this home address alone; null: there are no keys.</param>
/// <param name="StateDirectory">Where the numbers under these keys are counted.</param>
public sealed record HomeAddressOptions(Ipv6Address Address, Ipv4Address? Ipv4HomeAddress, SignallingKeys? Keys, string StateDirectory);
