namespace DsMip.Native.Tests;

/// <summary>
/// A test that needs a kernel with ESP and Mobile IPv6, and root. The test runner runs this project inside User-Mode Linux where the machine's
/// own kernel has neither. Skipped with the reason elsewhere; never skipped if CI=true.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeFactAttribute : FactAttribute
{
    public NativeFactAttribute() => Skip = NativeKernel.SkipReason;
}

/// <inheritdoc cref="NativeFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeTheoryAttribute : TheoryAttribute
{
    public NativeTheoryAttribute() => Skip = NativeKernel.SkipReason;
}
