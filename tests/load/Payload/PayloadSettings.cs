using DsMip.Wire;

namespace DsMip.Load;

/// <summary>Numbered payload between some mobile nodes and a correspondent node that runs <see cref="Reflector"/>.</summary>
/// <param name="Correspondent">Its address.</param>
/// <param name="Port">Its UDP port.</param>
/// <param name="Share">Of the nodes, above 0 to 1: the first ones in the file.</param>
/// <param name="Interval">Between two packets of a node, and between two of the correspondent node to it.</param>
public sealed record PayloadSettings(Ipv6Address Correspondent, ushort Port, double Share, TimeSpan Interval);
