namespace DsMip.Linux.Netlink;

/// <summary>Address family, by Linux's numbers.</summary>
public enum IpFamily : byte
{
    Ipv4 = 2,
    Ipv6 = 10,
}
