using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>What a Binding Update of this number led to: the far end of the tunnel.</summary>
internal readonly record struct CrowdBinding(int MobileNode, SequenceNumber Sequence, IpAddress Address, ushort Port);
