// The languages that people write in most, by their English names; and those that programs are written in.

export const LANGUAGES = [
  ...["Arabic", "Bengali", "Bulgarian", "Catalan", "Chinese", "Croatian", "Czech", "Danish", "Dutch", "English"],
  ...["Estonian", "Finnish", "French", "German", "Greek", "Hebrew", "Hindi", "Hungarian", "Indonesian", "Irish"],
  ...["Italian", "Japanese", "Korean", "Latvian", "Lithuanian", "Malay", "Norwegian", "Persian", "Polish"],
  ...["Portuguese", "Romanian", "Russian", "Serbian", "Slovak", "Slovenian", "Spanish", "Swahili", "Swedish"],
  ...["Tamil", "Thai", "Turkish", "Ukrainian", "Urdu", "Vietnamese"],
];

const named = (value, label) => ({ value, label });

export const PROGRAMMING = [
  named("bash", "Bash"),
  named("c", "C"),
  named("cpp", "C++"),
  named("csharp", "C#"),
  named("css", "CSS"),
  named("go", "Go"),
  named("html", "HTML"),
  named("java", "Java"),
  named("javascript", "JavaScript"),
  named("json", "JSON"),
  named("kotlin", "Kotlin"),
  named("php", "PHP"),
  named("python", "Python"),
  named("r", "R"),
  named("ruby", "Ruby"),
  named("rust", "Rust"),
  named("sql", "SQL"),
  named("swift", "Swift"),
  named("typescript", "TypeScript"),
  named("yaml", "YAML"),
];
