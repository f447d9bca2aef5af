using DsMip.Linux;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>Gives the kernel a packet below its IPsec, as if it came from the TUN.</summary>
internal delegate Errno PacketDelivery(ReadOnlySpan<byte> packet);
