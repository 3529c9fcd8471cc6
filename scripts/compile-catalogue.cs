#:property TargetFrameworks=
#:property TargetFramework=net10.0
#:property PublishAot=false
#:project ../src/OrthancLauncher.Core/OrthancLauncher.Core.csproj

// Compiles defaults/orthanc.schema.json into the form that the program looks settings up in. Run it after each change of the
// schema, from anywhere: dotnet run scripts/compile-catalogue.cs
using System.Runtime.CompilerServices;
using OrthancLauncher.Catalogue;

var schema = Path.Combine(RepositoryRoot(), "defaults", "orthanc.schema.json");
var catalogue = Path.Combine(RepositoryRoot(), "src", "OrthancLauncher.Core", "Catalogue", "catalogue.bin");

var compiled = CatalogueCompiler.Compile(File.ReadAllBytes(schema));
File.WriteAllBytes(catalogue, compiled);
Console.WriteLine($"{catalogue}: {compiled.Length} bytes");

static string RepositoryRoot([CallerFilePath] string thisFile = "") =>
    Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, ".."));
