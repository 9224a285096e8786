// Who may open an app: the levels, from the fewest people to the most.

export const LEVELS = [
  { name: "private", icon: "lock", title: "Only you", about: "Nobody else can open it." },
  {
    ...{ name: "link", icon: "link", title: "Anyone with the link" },
    about: "Whoever has the link can play it. It is not listed anywhere.",
  },
  {
    ...{ name: "password", icon: "key-round", title: "Whoever knows the password" },
    about: "They need the link, too, and see nothing before they give the password.",
  },
  { name: "public", icon: "globe", title: "Everyone", about: "It also stands in the gallery." },
];

export const levelOf = ({ visibility }) => LEVELS.find(({ name }) => name === visibility);
