using System.Data.Common;
using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>A row of <c>mobile_nodes</c>: home address, IPv4 home address, SPI, sealed keys, revision.</summary>
internal static class MobileNodeRow
{
    public static StoredMobileNode Read(DbDataReader reader) => new(
        Ipv6Address.Parse(reader.GetString(0)),
        reader.IsDBNull(1) ? null : new Ipv4Address((uint)reader.GetInt64(1)),
        reader.IsDBNull(2) ? 0 : (uint)reader.GetInt64(2),
        reader.IsDBNull(3) ? null : reader.GetFieldValue<byte[]>(3),
        reader.GetInt64(4));
}
