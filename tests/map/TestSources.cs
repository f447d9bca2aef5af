using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DsMip.Map;

/// <summary>The sources of all test projects, read for <c>[Clause]</c> attributes without being built.</summary>
public sealed class TestSources
{
    private readonly List<TestMark> _marks = [];
    private readonly List<string> _mistakes = [];

    private TestSources(string tests)
    {
        foreach (var project in Directory.GetDirectories(tests, "*.Tests").Order(StringComparer.Ordinal))
        {
            var classes = Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .SelectMany(file => Parse(tests, file))
                .ToArray();
            foreach (var marked in classes.Where(entry => entry.Declaration.DescendantNodes().OfType<AttributeSyntax>().SelectMany(IdsOf).Any())) Read(marked, classes);
        }
    }

    public IReadOnlyList<TestMark> Marks => _marks;

    /// <summary>Attributes that mark no test.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    public static TestSources Load(string root) => new(Path.Combine(root, "tests"));

    private static IEnumerable<TestClass> Parse(string tests, string file) =>
        CSharpSyntaxTree.ParseText(System.IO.File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>()
            .Select(declaration => new TestClass(declaration, Path.GetRelativePath(tests, file)[..^".cs".Length]));

    private void Read(TestClass marked, TestClass[] project)
    {
        var runnable = Runnable(marked, project).ToArray();
        var names = runnable.Select(entry => entry.FullName).ToArray();
        foreach (var (id, line) in Ids(marked.Declaration.AttributeLists))
        {
            if (runnable.Any(entry => Lineage(entry, project).Any(ancestor => ancestor.Tests.Any()))) _marks.Add(new TestMark(id, marked.File, line, names, Method: null));
            else _mistakes.Add($"tests/{marked.File}.cs:{line}: [Clause(\"{id}\")] is on a class without tests");
        }

        foreach (var method in marked.Declaration.Members.OfType<MethodDeclarationSyntax>())
        {
            foreach (var (id, line) in Ids(method.AttributeLists))
            {
                if (TestClass.IsTest(method) && names.Length > 0) _marks.Add(new TestMark(id, marked.File, line, names, method.Identifier.Text));
                else _mistakes.Add($"tests/{marked.File}.cs:{line}: [Clause(\"{id}\")] is on a method that is no test");
            }
        }
    }

    /// <summary>A class that a runner makes instances of: this one or, of an abstract one, whoever derives from it.</summary>
    private static IEnumerable<TestClass> Runnable(TestClass marked, TestClass[] project) =>
        project.Where(entry => !entry.IsAbstract && Lineage(entry, project).Any(ancestor => ancestor.FullName == marked.FullName)).DistinctBy(entry => entry.FullName);

    private static IEnumerable<TestClass> Lineage(TestClass entry, TestClass[] project)
    {
        yield return entry;
        foreach (var other in project.Where(other => other.FullName == entry.FullName && other != entry)) yield return other;
        foreach (var ancestor in project.Where(other => other.Name == entry.BaseName && other.FullName != entry.FullName).SelectMany(other => Lineage(other, project))) yield return ancestor;
    }

    private static IEnumerable<(string Id, int Line)> Ids(SyntaxList<AttributeListSyntax> lists) =>
        lists.SelectMany(list => list.Attributes).SelectMany(IdsOf);

    private static IEnumerable<(string Id, int Line)> IdsOf(AttributeSyntax attribute) =>
        attribute.Name.ToString() is not ("Clause" or "ClauseAttribute") ? [] : (attribute.ArgumentList?.Arguments ?? []).Select(argument => (
            argument.Expression is LiteralExpressionSyntax literal ? literal.Token.ValueText : argument.Expression.ToString(),
            argument.GetLocation().GetLineSpan().StartLinePosition.Line + 1));
}
