namespace DsMip.Configuration;

/// <summary>Whose ESP protects signalling, and payload if it is protected.</summary>
public enum IpsecImplementation
{
    /// <summary>Ours, a bump in the stack: with any kernel, signalling only.</summary>
    Bits,

    /// <summary>The Linux kernel's, as it is.</summary>
    Kernel,
}
