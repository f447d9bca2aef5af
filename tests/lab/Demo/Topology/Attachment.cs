namespace DsMip.Lab.Topology;

/// <summary>An access network: the bridge of the same (lower case) name in dsm-air.</summary>
public enum Attachment
{
    Home,
    V6,
    V4,
    Nat1,
    Nat2,
}
